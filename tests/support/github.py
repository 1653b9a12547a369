"""A fake `gh` that answers GitHub API requests from a file."""

BOT = "github-actions[bot]"

# Answers the script's requests like GitHub's API, from a file. Filters are run with jq, like gh's own.
GH = """\
#!{python} -IS
import json, os, pathlib, subprocess, sys
path, args = pathlib.Path(os.environ["FAKE_GH"]), sys.argv[2:]
state = json.loads(path.read_text())
url = next(arg for arg in args if arg.startswith("repos/"))
options = dict(zip(args, args[1:]))
fields = {{}}
for option, value in zip(args, args[1:]):
    if option in ("--field", "--raw-field"):
        name, _, text = value.partition("=")
        fields[name] = pathlib.Path(text[1:]).read_text() if option == "--field" and text[:1] == "@" else text
match options.get("--method", "GET"), url.split("?")[0].split("/")[3:]:
    case "GET", ["issues", number, "comments"]:
        answer = state["comments"]
    case "POST", ["issues", number, "comments"]:
        answer = {{"id": len(state["comments"]) + 100, "user": {{"login": "{bot}"}}, **fields}}
        state["comments"].append(answer)
    case "PATCH", ["issues", "comments", number]:
        (answer,) = [comment for comment in state["comments"] if str(comment["id"]) == number]
        answer.update(fields)
    case "GET", ["pulls"]:
        head = url.partition("head=")[2].partition(":")[2]
        answer = [pull for pull in state["pulls"] if pull["state"] == "open" and pull["head"] == head]
    case "POST", ["pulls"]:
        if state["refuse"]:
            sys.exit("gh: GitHub Actions is not permitted to create or approve pull requests. (HTTP 403)")
        number = len(state["pulls"]) + 50
        answer = {{"number": number, "html_url": f"https://github.com/o/r/pull/{{number}}", "state": "open", **fields}}
        state["pulls"].append(answer)
    case "PATCH", ["pulls", number]:
        (answer,) = [pull for pull in state["pulls"] if str(pull["number"]) == number]
        answer.update(fields)
path.write_text(json.dumps(state))
if "--jq" in options:
    subprocess.run(["jq", "--raw-output", options["--jq"]], input=json.dumps(answer), text=True, check=True)
"""
