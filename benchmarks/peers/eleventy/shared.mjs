// What templates and settings share: the frame of a page and small words.
export const SITE_URL = "https://bench.example";
export const PAGE_SIZE = 20;
export const SECTIONS = [
  { slug: "knowledge", name: "Knowledge" },
  { slug: "company-blog", name: "Company Blog" },
  { slug: "industry-blog", name: "Industry Blog" },
];

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escape = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);

export const day = (date) => date.toISOString().slice(0, 10);

const NAVIGATION = SECTIONS.map(({ slug, name }) => `<a href="/${slug}/">${name}</a> `).join("");

export function frame({ title, summary, url, main, aside = "" }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)} | Benchmark</title>
<meta name="description" content="${escape(summary)}">
<link rel="canonical" href="${SITE_URL}${url}">
<link rel="stylesheet" href="/style.css">
<link rel="alternate" type="application/rss+xml" title="Benchmark" href="/feed.xml">
</head>
<body>
<header><a href="/">Benchmark</a>
<nav>${NAVIGATION}<a href="/keywords/">Keywords</a></nav>
</header>
<main>
${main}
</main>
${aside}
<footer><p>Benchmark · <a href="/feed.xml">RSS</a></p></footer>
</body>
</html>
`;
}
