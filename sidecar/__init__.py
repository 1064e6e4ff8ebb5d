"""valo: work diary, demonstration papers and HOKS proposals for workshops."""
