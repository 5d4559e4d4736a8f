"""What manage.py can do, one module for each family of commands; the pages' own functions, for a terminal."""
