// pickers
