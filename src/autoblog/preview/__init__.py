"""The site as its editors see it while they write: served, rebuilt, and told what is wrong."""
