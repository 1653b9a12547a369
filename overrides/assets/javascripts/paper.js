/**
 * A paper's page: sharing it, fixing its topics, links from folded authors to their papers, and feeds of an author. Without this file the
 * links to fix topics are there as they are.
 */

const canonical = document.querySelector("link[rel=canonical]").href;

/** Let a button share the page with what the reader's device has for it, or copy its address (copy.js does that). */
function offerSharing(share) {
  share.className = "share";
  const page = { title: document.querySelector("h1").textContent, url: canonical };
  if (!navigator.canShare?.(page)) {
    share.dataset.copy = canonical;
  } else {
    share.textContent = "Share";
    share.addEventListener("click", () => navigator.share(page).catch(() => {})); // the reader changed their mind
  }
}

/** Put a button that opens the topic picker in the place of the links that it leads to. */
function offerPicker(fix) {
  const links = [...fix.querySelectorAll("a")];
  const open = Object.assign(document.createElement("button"), { type: "button", textContent: "Fix topics" });
  open.setAttribute("aria-haspopup", "dialog");
  open.addEventListener("click", async () => {
    try {
      const { pickTopics } = await import("./picker.js");
      await pickTopics(...links);
    } catch (error) {
      console.warn(error); // the form asks for the same
      location.assign(links.at(-1).href);
    }
  });
  fix.append(open);
  for (const link of links) link.hidden = true;
  // "wrong topic?" of a list leads here
  const follow = () => location.hash === "#fix" && open.click();
  addEventListener("hashchange", follow);
  follow();
}

/** Make each folded author's name a link to the search for their papers, as those that are shown have it. */
function linkAuthors() {
  for (const name of document.querySelectorAll("details.authors span")) {
    const link = document.createElement("a");
    link.href = `${new URL("../../search/", import.meta.url)}?author=${encodeURIComponent(name.textContent)}`;
    link.append(...name.childNodes);
    name.replaceWith(link);
  }
}

/** Offer the form that asks for a feed of one of the authors, where the archive has a repository. */
function offerFeeds() {
  const repository = document.querySelector(".repository")?.href.replace(/\/$/, "");
  const names = [...document.querySelectorAll(".paper-page .authors a")].map((link) => link.textContent);
  const place = document.querySelector(".ask"); // as high as the closed list, so that nothing moves
  if (!repository || !names.length || !place) return;
  const details = Object.assign(document.createElement("details"), { className: "why" });
  details.append(Object.assign(document.createElement("summary"), { textContent: "Ask for a feed of an author" }));
  details.addEventListener(
    "toggle",
    async () => {
      const { followAddress } = await import("./follow.js");
      const list = document.createElement("ul");
      for (const name of names) {
        const item = document.createElement("li");
        const link = { href: followAddress(repository, { author: name }), textContent: name };
        item.append(Object.assign(document.createElement("a"), link));
        list.append(item);
      }
      details.append(list);
    },
    { once: true },
  );
  place.append(details);
}

linkAuthors();
offerFeeds();
const cite = document.querySelector(".actions > .cite");
offerSharing(document.querySelector(".actions > .share"));
// On paper the citation is unfolded, in browsers that cannot do so by styles as well.
let wasOpen;
addEventListener("beforeprint", () => ([wasOpen, cite.open] = [cite.open, true]));
addEventListener("afterprint", () => (cite.open = wasOpen));
const fix = document.getElementById("fix");
if (fix) offerPicker(fix);
