// The frame of all pages. What is the same on many of them is made once.
import { ASSETS, escape, json, SECTIONS, SITE_URL, TITLE } from "./shared.mjs";

const PUBLISHER = json({
  "@type": "Organization", "@id": `${SITE_URL}/#publisher`, name: TITLE, url: `${SITE_URL}/`,
  logo: { "@type": "ImageObject", url: `${SITE_URL}/icon-512.png`, width: 512, height: 512 },
}); // prettier-ignore

function once(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key);
  };
}

const feedLinks = (title, path) => `<link rel="alternate" type="application/rss+xml" title="${title} (RSS)" href="${path}feed.xml">
<link rel="alternate" type="application/atom+xml" title="${title} (Atom)" href="${path}atom.xml">
<link rel="alternate" type="application/feed+json" title="${title} (JSON Feed)" href="${path}feed.json">
`;

// What the head holds on all pages of a section, or outside of sections.
const headLinks = once((slug) => {
  const section = SECTIONS.find((one) => one.slug === slug);
  return `<meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#14181d" media="(prefers-color-scheme: dark)">
${section ? feedLinks(`${TITLE}: ${section.name}`, `/${slug}/`) : ""}${feedLinks(TITLE, "/")}<link rel="icon" href="/favicon.svg" type="image/svg+xml" sizes="any">
<link rel="apple-touch-icon" href="/apple-touch-icon.png">
<link rel="manifest" href="/site.webmanifest">
<script>try{var t=localStorage.theme;if(t)document.documentElement.dataset.theme=t}catch(e){}</script>
<script data-later="${ASSETS["js/theme.js"]}">var later=document.currentScript.dataset.later;addEventListener("load",function(){requestAnimationFrame(function(){(self.requestIdleCallback||setTimeout)(function(){import(later)})})})</script>
<script type="speculationrules">{"prefetch":[{"where":{"href_matches":"/*"},"eagerness":"moderate"}]}</script>
<link rel="stylesheet" href="${ASSETS["css/site.css"]}">
`;
});

// key: the part of the site that a page is of, and how the link to it is marked.
const header = once((key) => {
  const [part, mark] = key.split(" ");
  const current = (slug) => (slug === part ? ` aria-current="${mark}"` : "");
  const sections = SECTIONS.map(
    ({ slug, name }) => `<li><a href="/${slug}/"${current(slug)}>${name}</a></li>\n`,
  );
  return `<header class="masthead">
<a href="/"${current("home")} class="wordmark"><svg viewBox="0 0 24 32" width="24" height="32" aria-hidden="true"><path d="M7 8a5 5 0 0 1 10 0" fill="none" stroke="currentColor" stroke-width="2"/><path d="M5 8h14l2 4H3zM3 28h18v3H3z" fill="currentColor"/><path class="glass" d="M4 13.5h6.6L8.4 26.5H2.7zM13.4 13.5H20l1.3 13h-5.7zM11.6 13.5h.8l.2 3h-1.2zM11.3 18h1.4l.2 3.3h-1.8zM11 22.8h2l.3 3.7h-2.6z"/></svg>${TITLE}</a>
${part === "home" ? `<h1 class="motto">${TITLE}</h1>\n` : ""}<nav aria-label="Sections">
<ul>
${sections.join("")}<li class="wide"><a href="/keywords/"${current("keywords")}>Keywords</a></li>
<li class="wide"><a href="/archive/"${current("archive")}>Archive</a></li>
</ul>
</nav>
<button class="scheme" type="button" aria-label="Dark colours" aria-pressed="false" hidden><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2"/><path d="M10 2a8 8 0 0 1 0 16z" fill="currentColor"/></svg></button>
</header>`;
});

const FOOTER = `<footer class="colophon">
<p><strong>${TITLE}</strong></p>
<nav aria-label="About this site">
<ul>
<li><a href="/archive/">Archive</a></li>
<li><a href="/keywords/">Keywords</a></li>
<li><a href="/feed.xml">RSS</a></li>
<li><a href="/atom.xml">Atom</a></li>
<li><a href="/feed.json">JSON Feed</a></li>
</ul>
</nav>
</footer>`;

// crumbs: the way to the page, each step with title and path. data: JSON-LD of an article.
export function frame({ kind, title, summary, url, crumbs, main, part = "", head = "", data, aside = "" }) {
  const address = `${SITE_URL}${url}`;
  const named = `${title} | ${TITLE}`;
  const shown = named.length <= 65 ? named : title.length <= 65 ? title : `${title.slice(0, 64)}…`;
  const about = escape(summary || TITLE);
  const heading = escape(title);
  const steps = [...crumbs, { title, path: url }].map((step, index) => ({
    "@type": "ListItem", position: index + 1, name: step.title, item: `${SITE_URL}${step.path}`,
  })); // prettier-ignore
  const way = crumbs.length
    ? `${json({ "@type": "BreadcrumbList", itemListElement: steps })},`
    : "";
  const links = crumbs.map((step) => `<li><a href="${step.path}">${escape(step.title)}</a></li>\n`);
  const isOwn = crumbs.length < 2;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(shown)}</title>
<meta name="description" content="${about}">
<link rel="canonical" href="${address}">
<meta property="og:site_name" content="${TITLE}">
<meta property="og:locale" content="en">
<meta property="og:type" content="${kind === "post" ? "article" : "website"}">
<meta property="og:title" content="${heading}">
<meta property="og:url" content="${address}">
<meta property="og:description" content="${about}">
<meta property="og:image" content="${SITE_URL}/card.png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="${TITLE}">
<meta name="twitter:card" content="summary_large_image">
${headLinks(part)}${head}<script type="application/ld+json">{"@context":"https://schema.org","@graph":[${PUBLISHER},${way}${json(data ?? listData(kind, title, summary, address))}]}</script>
</head>
<body class="kind-${kind}">
<a class="skip" href="#_main">Skip to the text</a>
${header(`${part} ${isOwn ? "page" : "true"}`)}
<main id="_main" tabindex="-1">
${crumbs.length ? `<nav class="crumbs" aria-label="You are here">\n<ol>\n${links.join("")}</ol>\n</nav>\n` : ""}${main}
</main>
${aside}
${FOOTER}
</body>
</html>
`;
}

function listData(kind, title, summary, address) {
  const publisher = { "@id": `${SITE_URL}/#publisher` };
  const site = `${SITE_URL}/#site`;
  if (kind === "home") {
    return { "@type": "WebSite", "@id": site, name: TITLE, url: address, inLanguage: "en", publisher };
  }
  return {
    "@type": kind === "404" ? "WebPage" : "CollectionPage", "@id": address, url: address, name: title,
    description: summary || undefined, inLanguage: "en", isPartOf: { "@id": site }, publisher,
  }; // prettier-ignore
}
