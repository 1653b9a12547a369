/**
 * Settings: everything out as a file, in again, and gone.
 */
import { element } from "./cite.js";
import { exported, imported } from "./library-files.js";
import { saveFile } from "./library-lists.js";
import { button, counted } from "./library-parts.js";
import { forgetAll, putSetting, readAll, setting } from "./library-store.js";

/** Fill the element with the settings. */
export async function show(place) {
  const said = element("p", { className: "library-said", role: "status" });
  const attempt = async (work) => {
    try {
      said.textContent = await work();
    } catch (error) {
      said.textContent = error.message;
    }
  };
  place.append(await keys(attempt), exporting(attempt), importing(attempt), await forgetting(attempt), where(), said);
  return () => {};
}

function section(title, text, ...parts) {
  return element("section", {}, element("div", {}, element("h2", {}, title), element("p", {}, text)), element("p", { className: "library-do" }, ...parts));
}

async function keys(attempt) {
  const box = element("input", { type: "checkbox", checked: (await setting("keys")) !== false });
  box.addEventListener("change", () =>
    attempt(async () => {
      await putSetting("keys", box.checked);
      return box.checked ? "Single keys are on." : "Single keys are off.";
    }),
  );
  return section("Keys", "In the inbox, j and k move between papers, s saves, o opens, ? shows the keys. On every page, / leads to the search.", element("label", {}, box, " Single keys"));
}

function exporting(attempt) {
  const save = () =>
    attempt(async () => {
      const library = await exported();
      saveFile("library.json", "application/json", `${JSON.stringify(library, null, 2)}\n`);
      return `Exported ${counted(library.papers.length, "paper")}.`;
    });
  return section("Export", "One file with everything: saved papers with status, tags and notes, and what you follow. Browsers may delete what a site keeps, so export now and then.", button("Export", save));
}

function importing(attempt) {
  const file = element("input", { type: "file", accept: ".json,application/json", className: "said", tabIndex: -1, "aria-hidden": "true" });
  file.addEventListener("change", () =>
    attempt(async () => {
      const chosen = file.files[0];
      const { papers, rules, left } = await imported(chosen).finally(() => (file.value = ""));
      return `Imported ${counted(papers, "paper")}${rules ? ` and ${counted(rules, "rule")} to follow` : ""}.${left ? ` Left out: ${left} that this site cannot read.` : ""}`;
    }),
  );
  return section("Import", "Adds the papers of an exported file to those here. Of a paper that is in both, the one changed last is kept.", button("Import…", () => file.click()), file);
}

async function forgetting(attempt) {
  const ask = button("Forget everything…", () => {
    ask.hidden = true;
    sure.hidden = false;
    keep.focus();
  });
  const leave = () => {
    ask.hidden = false;
    sure.hidden = true;
    ask.focus();
  };
  const keep = button("Keep it", leave);
  const forget = button("Yes, forget everything", () =>
    attempt(async () => {
      const { length } = await readAll("papers");
      await forgetAll();
      leave();
      return `Forgotten: ${counted(length, "paper")} and all that you followed.`;
    }),
  );
  const sure = element("span", { hidden: true }, "This cannot be undone. ", keep, " ", forget);
  return section("Forget", "Removes everything that this site keeps in this browser for your library.", ask, sure);
}

function where() {
  const about = new URL("../../about/#remembers", import.meta.url);
  return element("p", { className: "library-where" }, element("a", { href: String(about) }, "What this site remembers, and where"));
}
