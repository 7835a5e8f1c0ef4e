using FailoverDemo;

return CommandLine.Parse(args) switch
{
    { Error: { } error } => Print(Console.Error, $"{error}\n\n{CommandLine.Help}", exitCode: 2),
    { IsHelp: true } => Print(Console.Out, CommandLine.Help, exitCode: 0),
    var commandLine => await Demonstration.RunAsync(commandLine.Seeds),
};

static int Print(TextWriter writer, string text, int exitCode)
{
    writer.WriteLine(text);
    return exitCode;
}
