import { frame } from "../frame.mjs";
import { escape, TITLE } from "../shared.mjs";
import { kicker, line, row } from "../teasers.mjs";

export const data = {
  permalink: "/index.html",
  eleventyExcludeFromCollections: true,
  eleventyImport: { collections: ["posts", "sections"] },
};

export function render({ collections }) {
  const [lead, ...others] = collections.posts.slice(0, 7);
  const newest = others.map((post) => row(post, { level: 3, namesSection: true, hasSummary: false }));
  const sections = collections.sections.map(({ slug, name, posts }) => {
    const rows = posts
      .slice(0, 5)
      .map((post, index) => row(post, { level: 3, namesSection: false, hasSummary: !index }));
    return `<section>
<h2><a href="/${slug}/">${name}</a></h2>
${rows.join("")}<p><a class="all" href="/${slug}/">All of ${name} (${posts.length})</a></p>
</section>
`;
  });
  return frame({
    kind: "home",
    title: TITLE,
    summary: "",
    url: "/",
    part: "home",
    crumbs: [],
    main: `<div class="front plain">
<article class="lead">
${kicker(lead)}<h2><a href="${lead.url}">${escape(lead.data.title)}</a></h2>
<p>${escape(lead.data.summary)}</p>
${line(lead)}
</article>
<section class="newest" aria-labelledby="_newest">
<h2 id="_newest">Newest</h2>
${newest.join("")}</section>
</div>
<div class="sections">
${sections.join("")}</div>`,
  });
}
