using Mtok.Server;

// The first line of standard input says what to serve; its end says to stop, so that no server outlives what started it.
if (ServerSettings.Read(await Console.In.ReadLineAsync().ConfigureAwait(false)) is not { } settings)
{
    await Console.Error.WriteLineAsync("mtok: the server is started by mtok serve or mtok track run").ConfigureAwait(false);
    return 1;
}

return await ServerHost.Run(settings, Console.In, Console.Error).ConfigureAwait(false);
