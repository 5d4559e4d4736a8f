"""What the reader sees. A .py file directly in this folder is a page; what pages share lies in the folders beside."""
