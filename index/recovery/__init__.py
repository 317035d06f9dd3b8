"""What is in a file, ready to be written to the library, by whichever process: nothing here opens one."""
