"""Routes to school under best, likely and strict evidence, and who has one."""
