/**
 * Loading another page of the site, for data that lists leave to the papers' own pages.
 *
 * @param {string} href
 * @returns {Promise<Document>} The parsed page; its scripts do not run. Rejected if the page cannot be loaded.
 */
export async function readPage(href) {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${href} answered ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
