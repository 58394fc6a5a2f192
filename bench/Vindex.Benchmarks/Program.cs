return await Vindex.Benchmarks.Storage.StorageCommand.RunAsync(args);
