// Pieces that show a post elsewhere than on its own page.
import { day, escape, longDate, notesOf, sectionOf } from "./shared.mjs";

export const kicker = (post) => `<p class="kicker">${sectionOf(post.url).name}</p>\n`;

export const line = (post) =>
  `<p class="meta"><time datetime="${day(post.date)}">${longDate(post.date)}</time> · ${notesOf.get(post.url).minutes} min read</p>`;

export function row(post, { level, namesSection, hasSummary }) {
  return `<article class="teaser">
${namesSection ? kicker(post) : ""}<h${level}><a href="${post.url}">${escape(post.data.title)}</a></h${level}>
${hasSummary ? `<p>${escape(post.data.summary)}</p>\n` : ""}${line(post)}
</article>
`;
}

export function listOf(heading, summary, rows) {
  return `<div class="list">
<header>
<h1>${escape(heading)}</h1>
${summary ? `<p class="standfirst">${summary}</p>\n` : ""}</header>
${rows}
</div>`;
}

export function directory(links, kind) {
  const items = links.map(
    ({ path, title, count }) => `<li><a href="${path}">${escape(title)}</a> <span>${count}</span></li>\n`,
  );
  return `<ul class="directory${kind === "archive" ? " years" : ""}">\n${items.join("")}</ul>`;
}

const sidebarItem = (post) =>
  `<li><a href="${post.url}">${escape(post.data.title)}</a> <small>Time:<time>${day(post.date)}</time></small></li>\n`;

// The sidebar for pages of one section, which is open there.
export function sidebar(sections, own) {
  const parts = sections.map(({ slug, name, posts }) => {
    const newest = posts.slice(0, 20).map(sidebarItem);
    return `<section>
<h3><a href="/${slug}/">${name}</a></h3>
<details${slug === own ? " open" : ""}>
<summary>${posts.length} articles<span> in ${name}</span></summary>
<ul>
${newest.slice(0, 2).join("")}</ul>
<details>
<summary>18 more<span> in ${name}</span></summary>
<ul>
${newest.slice(2).join("")}</ul>
</details>
<p><a class="all" href="/${slug}/">All of ${name} (${posts.length})</a></p>
</details>
</section>
`;
  });
  return parts.join("");
}
