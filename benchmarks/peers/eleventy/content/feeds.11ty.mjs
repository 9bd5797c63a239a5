import { ASSETS, escape, FEED_SIZE, instant, sectionOf, SECTIONS, SITE_URL, TITLE } from "../shared.mjs";

const FORMATS = { "feed.xml": rss, "atom.xml": atom, "feed.json": jsonFeed };

export const data = {
  feeds: ["", ...SECTIONS.map(({ slug }) => slug)].flatMap((slug) =>
    Object.keys(FORMATS).map((name) => ({ slug, name })),
  ),
  pagination: { data: "feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `${feed.slug ? `/${feed.slug}` : ""}/${feed.name}`,
  eleventyExcludeFromCollections: true,
  eleventyImport: { collections: ["posts", "sections"] },
};

export function render({ feed, page, collections }) {
  const section = collections.sections.find(({ slug }) => slug === feed.slug);
  return FORMATS[feed.name]({
    title: section ? `${TITLE}: ${section.name}` : TITLE,
    home: `${SITE_URL}${section ? `/${section.slug}/` : "/"}`,
    address: `${SITE_URL}${page.url}`,
    posts: (section ? section.posts : collections.posts).slice(0, FEED_SIZE),
  });
}

const STYLE = `<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/css" href="${ASSETS["css/feed.css"]}"?>`;

function rss({ title, home, address, posts }) {
  const items = posts.map((post) => {
    const url = `${SITE_URL}${post.url}`;
    const categories = [sectionOf(post.url).name, ...post.data.keywords].map(
      (name) => `<category>${escape(name)}</category>\n`,
    );
    return `<item>
<title>${escape(post.data.title)}</title>
<link>${url}</link>
<guid isPermaLink="true">${url}</guid>
<pubDate>${post.date.toUTCString()}</pubDate>
${categories.join("")}<description>${escape(post.data.summary)}</description>
<content:encoded>${escape(post.content)}</content:encoded>
</item>
`;
  });
  return `${STYLE}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${title}</title>
<link>${home}</link>
<description>${title}</description>
<language>en</language>
<atom:link rel="self" type="application/rss+xml" href="${address}"/>
<lastBuildDate>${posts[0].date.toUTCString()}</lastBuildDate>
${items.join("")}</channel>
</rss>
`;
}

function atom({ title, home, address, posts }) {
  const entries = posts.map((post) => {
    const url = `${SITE_URL}${post.url}`;
    const date = instant(post.date);
    const categories = post.data.keywords.map((name) => `<category term="${escape(name)}"/>\n`);
    return `<entry>
<title>${escape(post.data.title)}</title>
<id>${url}</id>
<link rel="alternate" type="text/html" href="${url}"/>
<published>${date}</published>
<updated>${date}</updated>
${categories.join("")}<summary>${escape(post.data.summary)}</summary>
<content type="html">${escape(post.content)}</content>
</entry>
`;
  });
  return `${STYLE}
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${title}</title>
<subtitle>${title}</subtitle>
<id>${address}</id>
<link rel="self" type="application/atom+xml" href="${address}"/>
<link rel="alternate" type="text/html" href="${home}"/>
<updated>${instant(posts[0].date)}</updated>
<author><name>${TITLE}</name></author>
${entries.join("")}</feed>
`;
}

function jsonFeed({ title, home, address, posts }) {
  const items = posts.map((post) => {
    const url = `${SITE_URL}${post.url}`;
    const date = instant(post.date);
    return {
      id: url, url, title: post.data.title, summary: post.data.summary, content_html: post.content,
      date_published: date, date_modified: date, tags: post.data.keywords, language: "en",
    }; // prettier-ignore
  });
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1", title, description: title, home_page_url: home,
    feed_url: address, language: "en", icon: `${SITE_URL}/icon-512.png`,
    favicon: `${SITE_URL}/icon-192.png`, authors: [{ name: TITLE, url: `${SITE_URL}/` }], items,
  }); // prettier-ignore
}
