// Small words of templates and settings, and the static files' addresses.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export const SITE_URL = "https://bench.example";
export const TITLE = "Benchmark";
export const PAGE_SIZE = 20;
export const FEED_SIZE = 20;
export const SIDEBAR_SIZE = 20;
export const WORDS_A_MINUTE = 230;
export const SECTIONS = [
  { slug: "knowledge", name: "Knowledge" },
  { slug: "company-blog", name: "Company Blog" },
  { slug: "industry-blog", name: "Industry Blog" },
];
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December",
]; // prettier-ignore

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escape = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);

// JSON that can stand in a script.
export const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

export const day = (date) => date.toISOString().slice(0, 10);

export const instant = (date) => `${date.toISOString().slice(0, 19)}Z`;

export const longDate = (date) =>
  `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;

export const slugOf = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

export const keywordPath = (keyword) => `/keywords/${keyword.replaceAll(" ", "-")}/`;

export const sectionOf = (url) => SECTIONS.find(({ slug }) => url.startsWith(`/${slug}/`));

// The static files that are named by their content.
export const ASSETS = Object.fromEntries(
  ["css/site.css", "css/feed.css", "js/theme.js"].map((path) => {
    const digest = createHash("sha256").update(readFileSync(`static/${path}`)).digest("hex");
    return [path, `/assets/${path.replace(".", `.${digest.slice(0, 8)}.`)}`];
  }),
);

// What Markdown's plugin notes of each page, by its URL: { headings, words, minutes }.
export const notesOf = new Map();
