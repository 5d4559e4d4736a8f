"""What stands around every page: who may see which, the server's health, its headers and the address it listens on."""
