import { SITE_URL } from "../shared.mjs";

export const data = {
  permalink: "/robots.txt",
  eleventyExcludeFromCollections: true,
};

export const render = () => `User-agent: *
Allow: /

Sitemap: ${SITE_URL}/sitemap.xml
`;
