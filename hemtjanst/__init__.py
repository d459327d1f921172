"""A laboratory for home care (hemtjänst)."""
