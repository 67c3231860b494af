"""Drawing: pure functions from validated tables to HTML. Reads no source file and computes no indicator."""
