/**
 * Reading: another page of the site, for what a page of papers leaves to theirs.
 *
 * @param {string} href
 * @returns {Promise<Document>} Nothing of it is shown or run. Rejected where the page cannot be had.
 */
export async function readPage(href) {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${href} answered ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
