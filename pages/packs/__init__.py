"""Board and team packs as files: the same values as PDF, PowerPoint and Excel. Knows neither screen nor store."""
