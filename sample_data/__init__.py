"""The sample company Harbour & Vale: invented data in which a reader can find ten stories, told in README.md."""
