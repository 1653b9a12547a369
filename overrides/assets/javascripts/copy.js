/* Copy buttons: <button type="button" data-copy="text" hidden>, and one on each block of code. Without this script they
   stay hidden, because they would do nothing. */

const SHOWN = 2000; // milliseconds for which a button shows the result

const status = document.createElement("div");
status.className = "said";
status.setAttribute("role", "status");
document.body.append(status);

for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

for (const code of document.querySelectorAll("pre > code")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy-code", title: "Copy" });
  button.dataset.copy = code.textContent;
  code.before(button);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const copied = await copy(button.dataset.copy);
  say(button, copied ? "Copied" : "Not copied");
});

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // the clipboard needs HTTPS and permission
  }
}

function copyBySelection(text) {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.className = "said";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}

function say(button, words) {
  button.dataset.label ??= button.textContent;
  button.textContent = words;
  status.textContent = words;
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = setTimeout(() => {
    button.textContent = button.dataset.label;
    status.textContent = "";
  }, SHOWN);
}
