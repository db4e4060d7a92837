"""How documents and rows are read and written: the fast writer, prepared statements, caches of tables and open screens."""
