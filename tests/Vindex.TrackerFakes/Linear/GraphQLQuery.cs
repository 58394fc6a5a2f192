using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Vindex.TrackerFakes.Linear;

/// <summary>
/// A GraphQL document with one operation: the part of the language that clients of the fake need, without fragments and directives. Variables are replaced by
/// their values, so that what remains are the fields with their arguments.
/// </summary>
/// <param name="IsMutation">Whether it changes something.</param>
/// <param name="Fields">The fields of the operation.</param>
internal sealed record GraphQLQuery(bool IsMutation, IReadOnlyList<GraphQLField> Fields)
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static GraphQLQuery Parse(string text, JsonObject? variables) => new Reader(text, variables).ReadOperation();

    private sealed class Reader(string text, JsonObject? variables)
    {
        private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
        private int _at;

        public GraphQLQuery ReadOperation()
        {
            var isMutation = false;
            if (Peek() != '{')
            {
                isMutation = ReadName() switch { "query" => false, "mutation" => true, var kind => throw new FormatException($"Unexpected {kind}.") };
                if (Peek() is not ('(' or '{')) ReadName();
                if (Peek() == '(') ReadDeclarations();
            }

            var fields = ReadSelection();
            return Peek() == '\0' ? new GraphQLQuery(isMutation, fields) : throw new FormatException("More than one operation.");
        }

        // ($id: String!, $names: [String!]!)
        private void ReadDeclarations()
        {
            Expect('(');
            while (Peek() != ')')
            {
                Expect('$');
                var name = ReadName();
                _declared.Add(name);
                Expect(':');
                var start = _at;
                while (Peek() is not ('$' or ')' or '\0')) _at++;
                var isRequired = text[start.._at].TrimEnd(' ', ',', '\r', '\n').EndsWith('!');
                if (isRequired && variables?[name] is null) throw new FormatException($"Variable \"${name}\" of required type was not provided.");
            }

            Expect(')');
        }

        private List<GraphQLField> ReadSelection()
        {
            List<GraphQLField> fields = [];
            Expect('{');
            while (Peek() != '}') fields.Add(ReadField());
            Expect('}');
            return fields.Count > 0 ? fields : throw new FormatException("Empty selection.");
        }

        private GraphQLField ReadField()
        {
            var name = ReadName();
            JsonObject arguments = [];
            if (Peek() == '(')
            {
                Expect('(');
                while (Peek() != ')')
                {
                    var argument = ReadName();
                    Expect(':');
                    arguments[argument] = ReadValue();
                }

                Expect(')');
            }

            return new GraphQLField(name, arguments, Peek() == '{' ? ReadSelection() : []);
        }

        private JsonNode? ReadValue()
        {
            switch (Peek())
            {
                case '$':
                    _at++;
                    var name = ReadName();
                    if (!_declared.Contains(name)) throw new FormatException($"Variable \"${name}\" is not defined.");
                    return variables?[name]?.DeepClone();
                case >= '0' and <= '9':
                    var start = _at;
                    while (char.IsAsciiDigit(Current)) _at++;
                    return int.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture);
                default:
                    return ReadName() switch { "true" => true, "false" => false, "null" => null, var constant => constant };
            }
        }

        private string ReadName()
        {
            Peek();
            var name = new StringBuilder();
            while (char.IsAsciiLetterOrDigit(Current) || Current == '_') name.Append(text[_at++]);
            return name.Length > 0 ? name.ToString() : throw new FormatException($"Syntax Error: Unexpected \"{Current}\".");
        }

        private void Expect(char character)
        {
            if (Peek() != character) throw new FormatException($"Syntax Error: Expected \"{character}\", found \"{Current}\".");
            _at++;
        }

        private char Peek()
        {
            while (char.IsWhiteSpace(Current) || Current == ',') _at++;
            return Current;
        }

        private char Current => _at < text.Length ? text[_at] : '\0';
    }
}

/// <summary>A field that is asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Fields">The fields of its value; none for a scalar.</param>
internal sealed record GraphQLField(string Name, JsonObject Arguments, IReadOnlyList<GraphQLField> Fields)
{
    /// <summary>An argument as text; null if there is none.</summary>
    public string? Text(string name) => Arguments[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>How many items of a list are asked for.</summary>
    public int First => Arguments["first"] is JsonValue value ? value.GetValue<int>() : 50;

    /// <summary>
    /// Linear's complexity: 0.1 for a value, 1 for an object, and what a list contains times the items that are asked for.
    /// </summary>
    public double Complexity()
    {
        if (Fields.Count == 0) return 0.1;
        return Fields.FirstOrDefault(member => member.Name == "nodes") is { } nodes ? First * nodes.Complexity() : 1 + Fields.Sum(member => member.Complexity());
    }

    /// <summary>The part of a value that is asked for.</summary>
    /// <exception cref="FormatException">A field does not exist, or an object is asked for as a scalar.</exception>
    public JsonNode? Of(JsonNode? value)
    {
        switch (value)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(Of)]);
            case JsonObject item when Fields.Count == 0:
                throw new FormatException($"Field \"{Name}\" must have a selection of subfields.");
            case JsonObject item:
                JsonObject selected = [];
                foreach (var field in Fields)
                {
                    if (!item.TryGetPropertyValue(field.Name, out var member)) throw new FormatException($"Cannot query field \"{field.Name}\".");
                    if (member is JsonObject { Count: > 0 } list && list.ContainsKey("nodes")) Cut(list, field.First);
                    selected[field.Name] = field.Of(member);
                }

                return selected;
            default:
                return value?.DeepClone();
        }
    }

    private static void Cut(JsonObject list, int first)
    {
        if (list["nodes"] is not JsonArray nodes) return;
        while (nodes.Count > first) nodes.RemoveAt(nodes.Count - 1);
    }
}
