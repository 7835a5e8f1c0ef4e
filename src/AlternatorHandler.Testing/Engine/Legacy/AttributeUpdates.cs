namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads AttributeUpdates, the predecessor of update expressions.</summary>
internal static class AttributeUpdates
{
    public static UpdateExpression? Read(OperationRequest request)
    {
        if (request.OptionalObject("AttributeUpdates") is not { } updates)
        {
            return null;
        }

        var sets = new List<(DocumentPath, Operand)>();
        var removes = new List<DocumentPath>();
        var adds = new List<(DocumentPath, AttributeValue)>();
        var deletes = new List<(DocumentPath, SetValue)>();
        foreach (var (name, json) in updates.Members())
        {
            var location = new DocumentPath(name);
            var update = new OperationRequest(json);
            var action = update.Choice("Action", "PUT", "ADD", "DELETE");
            switch (action, update.Has("Value") ? update.RequiredValue("Value") : null)
            {
                case ("PUT", { } value):
                    sets.Add((location, new Operand.Constant(value)));
                    break;
                case ("ADD", (NumberValue or SetValue) and var value):
                    adds.Add((location, value));
                    break;
                case ("DELETE", null):
                    removes.Add(location);
                    break;
                case ("DELETE", SetValue value):
                    deletes.Add((location, value));
                    break;
                case (_, null):
                    throw EngineException.Validation($"One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified; {name} has {action}");
                case (_, { Type: var type }):
                    throw EngineException.Validation($"One or more parameter values were invalid: {action} action is not supported for the type {type} of {name}");
            }
        }

        return new UpdateExpression(sets, removes, adds, deletes);
    }
}
