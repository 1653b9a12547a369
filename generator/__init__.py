"""Daily Papers: from scraped papers to a searchable site.

What happens to a paper, in order: `collect` reads it from a source, `archive` keeps it as a record on disk,
`publish` makes pages, feeds, a search and a site of it. `commands` joins the three for who asks on
the command line, `cli`; no other module imports across.
"""
