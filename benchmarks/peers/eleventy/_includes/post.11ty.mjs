import { day, escape, frame, SECTIONS } from "../shared.mjs";

export function render({ title, summary, keywords, content, page, collections }) {
  const section = SECTIONS.find(({ slug }) => page.url.startsWith(`/${slug}/`));
  const { newer, older } = collections.neighbours[page.url];
  const date = day(page.date);
  const links = keywords.map(
    (word) => `<a href="/keywords/${word.replaceAll(" ", "-")}/">${escape(word)}</a>`,
  );
  const link = (post, rel) =>
    post ? `<a rel="${rel}" href="${post.url}">${escape(post.data.title)}</a>` : "";
  return frame({
    title,
    summary,
    url: page.url,
    main: `<article>
<h1>${escape(title)}</h1>
<p>Category: <a href="/${section.slug}/">${section.name}</a></p>
<p>Time: <time datetime="${date}">${date}</time></p>
<p class="summary">${escape(summary)}</p>
${content}
<p>Keywords: ${links.join(" ")}</p>
<nav>${link(newer, "prev")} ${link(older, "next")}</nav>
</article>`,
    aside: `<aside>
<h2>Related Information</h2>
${collections.sidebar}
</aside>`,
  });
}
