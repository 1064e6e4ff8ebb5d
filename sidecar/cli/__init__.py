"""The commands of `./valo`. One file a group; each command is an edge like a page."""
