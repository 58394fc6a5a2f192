using Vindex.Storage.Tests.Durability;

// The entry point that xunit.v3 would generate, and before it the other things that this executable can be: the programs that KillTests and
// MigrationKillTests kill.
if (Environment.GetEnvironmentVariable(AcknowledgingWriter.FolderVariable) is { Length: > 0 } folder)
{
    await AcknowledgingWriter.WriteAsync(folder);
    return 0;
}

if (Environment.GetEnvironmentVariable(OpeningProgram.FolderVariable) is { Length: > 0 } opened)
{
    await OpeningProgram.OpenAsync(opened);
    return 0;
}

return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, Vindex.Storage.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
