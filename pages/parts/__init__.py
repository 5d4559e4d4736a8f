"""What pages share: the cache, the filters, the table, the words and the stylesheet."""
