import { frame } from "../frame.mjs";
import { day, escape, instant, keywordPath, notesOf, sectionOf, SITE_URL } from "../shared.mjs";

export function render({ title, summary, keywords, content, page, collections }) {
  const { headings, words, minutes } = notesOf.get(page.url);
  const section = sectionOf(page.url);
  const { newer, older } = collections.neighbours[page.url];
  const crumbs = [
    { title: "Home", path: "/" },
    { title: section.name, path: `/${section.slug}/` },
  ];
  const link = (post, rel) => (post ? `<link rel="${rel}" href="${SITE_URL}${post.url}">\n` : "");
  const tags = keywords.map((word) => `<meta property="article:tag" content="${escape(word)}">\n`);
  return frame({
    kind: "post",
    title,
    summary,
    url: page.url,
    part: section.slug,
    crumbs,
    head: `<meta property="article:published_time" content="${instant(page.date)}">
<meta property="article:section" content="${section.name}">
${tags.join("")}${link(older, "prev")}${link(newer, "next")}`,
    data: dataOf({ title, summary, keywords, words, minutes, page, section }),
    main: mainOf({ title, summary, keywords, headings, minutes, content, page, section, newer, older }),
    aside: `<aside class="related" aria-labelledby="_related">
<h2 id="_related">Related Information</h2>
${collections.sidebars[section.slug]}</aside>`,
  });
}

function mainOf({ title, summary, keywords, headings, minutes, content, page, section, newer, older }) {
  const links = keywords.map(
    (word) => ` <a rel="tag" href="${keywordPath(word)}">${escape(word)}</a>`,
  );
  const link = (post, rel, label) =>
    post
      ? `<a rel="${rel}" href="${post.url}"><small>${label}</small> ${escape(post.data.title)}</a>\n`
      : "";
  return `<article class="post">
<header>
<h1>${escape(title)}</h1>
<p class="meta"><span>Category: <a href="/${section.slug}/">${section.name}</a></span> <span>Time: <time>${day(page.date)}</time></span> <span>${minutes} min read</span></p>
<p class="standfirst">${escape(summary)}</p>
</header>
${contentsOf(headings)}<div class="body" style="--site: '${SITE_URL}'">
${content}</div>
<footer>
<p class="keywords">Keywords:${links.join("")}</p>
<p class="source">${SITE_URL}${page.url}</p>
<nav class="neighbours" aria-label="Within the section">
${link(older, "prev", "← Older")}${link(newer, "next", "Newer →")}</nav>
</footer>
</article>`;
}

function contentsOf(headings) {
  if (!headings.length) return "";
  const items = headings.map(
    ({ id, title }) => `<li><a href="#${id}">${escape(title)}</a></li>\n`,
  );
  return `<nav class="toc" aria-label="Contents">
<p>In this article</p>
<details>
<summary>In this article</summary>
<ol>
${items.join("")}</ol>
</details>
</nav>
`;
}

function dataOf({ title, summary, keywords, words, minutes, page, section }) {
  const address = `${SITE_URL}${page.url}`;
  const date = instant(page.date);
  return {
    "@type": "BlogPosting", "@id": `${address}#article`, headline: title, description: summary,
    url: address, mainEntityOfPage: { "@type": "WebPage", "@id": address },
    image: [`${SITE_URL}/card.png`], datePublished: date, dateModified: date,
    author: { "@type": "Organization", name: "Benchmark", url: `${SITE_URL}/` },
    publisher: { "@id": `${SITE_URL}/#publisher` }, isPartOf: { "@id": `${SITE_URL}/#site` },
    articleSection: section.name, keywords, wordCount: words, timeRequired: `PT${minutes}M`,
    inLanguage: "en", isAccessibleForFree: true,
  }; // prettier-ignore
}
