using AlternatorHandler.Rigs.Fuzz;
using AlternatorHandler.Rigs.NodeHost;
using AlternatorHandler.Rigs.Reliability;
using AlternatorHandler.Rigs.Simulation;

switch (args)
{
    case [FuzzCommand.Name, .. var arguments]:
        return FuzzCommand.Run(arguments);
    case [SimulationCommand.Name, .. var arguments]:
        return await SimulationCommand.RunAsync(arguments);
    case [ReliabilityCommand.Name, .. var arguments]:
        return await ReliabilityCommand.RunAsync(arguments);
    case [NodeCommand.Name, .. var arguments]:
        return await NodeCommand.RunAsync(arguments);
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run -c Release --project test/AlternatorHandler.Rigs -- command [options]

            fuzz          Mutates the inputs of the corpus and lets the readers of the handler read them.
                          [--iterations 100000] [--seed 1] [--target LocalNodes]
            simulation    Writes the tables of the simulation. [--print]
            reliability   Writes the report of chaos, drills and storm.
                          [--seed 1] [--chaos 600] [--storm 180] [--drill-scale 1] [--print]
            node          Runs nodes until the standard input ends.
                          [--listen address]... [--port number] [--list address]... [--canned bytes]
            """);
        return 2;
}
