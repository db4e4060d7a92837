"""A form of an appeal as pages of the cabinet show it: fields, links, tables and answers."""
