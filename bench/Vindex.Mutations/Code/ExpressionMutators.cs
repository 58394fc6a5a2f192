using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Vindex.Mutations.Code;

/// <summary>Other operators, other constants, other results.</summary>
internal static class ExpressionMutators
{
    /// <summary>The changes of one expression.</summary>
    public static IEnumerable<Change> Propose(ExpressionSyntax expression, SemanticModel model)
    {
        var changes = expression switch
        {
            BinaryExpressionSyntax binary => Operators(binary, model),
            PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => Unary(expression),
            LiteralExpressionSyntax literal => Literals(literal, model),
            InterpolatedStringExpressionSyntax { Contents.Count: > 0 } => [Change.Replace("text", Text(""))],
            IdentifierNameSyntax or MemberAccessExpressionSyntax => Constants(expression, model),
            InvocationExpressionSyntax invocation => CallMutators.Propose(invocation, model),
            IsPatternExpressionSyntax pattern => PatternMutators.Propose(pattern),
            _ => [],
        };
        if (IsReturned(expression)) changes = changes.Concat(Returned(expression, model));
        return Declares(expression) ? [] : changes;
    }

    /// <summary>It declares variables outside of lambdas, so that it cannot stand twice in one scope.</summary>
    public static bool Declares(SyntaxNode node) => node
        .DescendantNodesAndSelf(child => child is not AnonymousFunctionExpressionSyntax)
        .Any(child => child is DeclarationExpressionSyntax or SingleVariableDesignationSyntax);

    private static IEnumerable<Change> Operators(BinaryExpressionSyntax binary, SemanticModel model)
    {
        var numeric = IsNumeric(model.GetTypeInfo(binary.Left).Type) && IsNumeric(model.GetTypeInfo(binary.Right).Type);
        (string Mutator, SyntaxKind[] Kinds) others = binary.Kind() switch
        {
            SyntaxKind.AddExpression when numeric => ("arithmetic", [SyntaxKind.SubtractExpression]),
            SyntaxKind.SubtractExpression when numeric => ("arithmetic", [SyntaxKind.AddExpression]),
            SyntaxKind.MultiplyExpression when numeric => ("arithmetic", [SyntaxKind.DivideExpression]),
            SyntaxKind.DivideExpression when numeric => ("arithmetic", [SyntaxKind.MultiplyExpression]),
            SyntaxKind.ModuloExpression when numeric => ("arithmetic", [SyntaxKind.MultiplyExpression]),
            SyntaxKind.LeftShiftExpression => ("arithmetic", [SyntaxKind.RightShiftExpression]),
            SyntaxKind.RightShiftExpression or SyntaxKind.UnsignedRightShiftExpression => ("arithmetic", [SyntaxKind.LeftShiftExpression]),
            SyntaxKind.BitwiseAndExpression => ("arithmetic", [SyntaxKind.BitwiseOrExpression]),
            SyntaxKind.BitwiseOrExpression => ("arithmetic", [SyntaxKind.BitwiseAndExpression]),
            SyntaxKind.ExclusiveOrExpression => ("arithmetic", [SyntaxKind.BitwiseOrExpression]),
            SyntaxKind.LessThanExpression => ("relation", [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanOrEqualExpression]),
            SyntaxKind.GreaterThanExpression => ("relation", [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanOrEqualExpression]),
            SyntaxKind.LessThanOrEqualExpression => ("relation", [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression]),
            SyntaxKind.GreaterThanOrEqualExpression => ("relation", [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression]),
            SyntaxKind.EqualsExpression => ("relation", [SyntaxKind.NotEqualsExpression]),
            SyntaxKind.NotEqualsExpression => ("relation", [SyntaxKind.EqualsExpression]),
            SyntaxKind.LogicalAndExpression => ("logic", [SyntaxKind.LogicalOrExpression]),
            SyntaxKind.LogicalOrExpression => ("logic", [SyntaxKind.LogicalAndExpression]),
            _ => ("", []),
        };
        foreach (var kind in others.Kinds) yield return Change.Replace(others.Mutator, BinaryExpression(kind, binary.Left, Spaced(kind, binary), binary.Right));
        if (binary.IsKind(SyntaxKind.CoalesceExpression) && binary.Right is not ThrowExpressionSyntax) yield return Change.Replace("logic", binary.Right);
    }

    private static SyntaxToken Spaced(SyntaxKind kind, BinaryExpressionSyntax binary) =>
        BinaryExpression(kind, binary.Left, binary.Right).OperatorToken.WithTriviaFrom(binary.OperatorToken);

    private static IEnumerable<Change> Unary(ExpressionSyntax expression)
    {
        if (expression is PrefixUnaryExpressionSyntax prefix)
        {
            if (prefix.Kind() is SyntaxKind.LogicalNotExpression) yield return Change.Replace("logic", prefix.Operand);
            if (prefix.Kind() is SyntaxKind.UnaryMinusExpression or SyntaxKind.BitwiseNotExpression) yield return Change.Replace("arithmetic", prefix.Operand);
            if (prefix.Kind() is SyntaxKind.PreIncrementExpression)
                yield return Change.Replace("arithmetic", PrefixUnaryExpression(SyntaxKind.PreDecrementExpression, prefix.Operand));
            if (prefix.Kind() is SyntaxKind.PreDecrementExpression)
                yield return Change.Replace("arithmetic", PrefixUnaryExpression(SyntaxKind.PreIncrementExpression, prefix.Operand));
        }
        else if (expression is PostfixUnaryExpressionSyntax postfix)
        {
            if (postfix.Kind() is SyntaxKind.PostIncrementExpression)
                yield return Change.Replace("arithmetic", PostfixUnaryExpression(SyntaxKind.PostDecrementExpression, postfix.Operand));
            if (postfix.Kind() is SyntaxKind.PostDecrementExpression)
                yield return Change.Replace("arithmetic", PostfixUnaryExpression(SyntaxKind.PostIncrementExpression, postfix.Operand));
        }
    }

    private static IEnumerable<Change> Literals(LiteralExpressionSyntax literal, SemanticModel model)
    {
        if (literal.Parent is WhileStatementSyntax or DoStatementSyntax) return [];
        return literal.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression => [Change.Replace("constant", LiteralExpression(SyntaxKind.FalseLiteralExpression))],
            SyntaxKind.FalseLiteralExpression => [Change.Replace("constant", LiteralExpression(SyntaxKind.TrueLiteralExpression))],
            SyntaxKind.StringLiteralExpression =>
                RegexMutators.Propose(literal) ?? [Change.Replace("text", Text(literal.Token.ValueText.Length == 0 ? "mutant" : ""))],
            SyntaxKind.CharacterLiteralExpression =>
                [Change.Replace("text", LiteralExpression(SyntaxKind.CharacterLiteralExpression, Literal('\u0006')), Target(literal, model))],
            SyntaxKind.NumericLiteralExpression when !IsCapacity(literal) => Numbers(literal, model),
            _ => [],
        };
    }

    private static IEnumerable<Change> Numbers(LiteralExpressionSyntax literal, SemanticModel model)
    {
        if (literal.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression }) yield break;
        var text = literal.Token.Text;
        var type = Target(literal, model);
        ExpressionSyntax[] others = literal.Token.Value switch
        {
            0 => [ParseExpression("1")],
            1 => [ParseExpression("0"), ParseExpression("2")],
            int => [ParseExpression($"({text} + 1)"), ParseExpression($"({text} - 1)")],
            0.0 => [ParseExpression("1.0")],
            _ => [ParseExpression($"({text} + 1)"), ParseExpression($"({text} - {text})")],
        };
        foreach (var other in others) yield return Change.Replace("constant", other, type);
    }

    /// <summary>A named constant of the project at a place where it is used; its declaration cannot depend on a switch.</summary>
    private static IEnumerable<Change> Constants(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression.Parent is InvocationExpressionSyntax or MemberAccessExpressionSyntax || IsCapacity(expression)) return [];
        var symbol = model.GetSymbolInfo(expression).Symbol;
        if (symbol is null || symbol.DeclaringSyntaxReferences.IsEmpty || symbol.ContainingType?.TypeKind == TypeKind.Enum) return [];
        var type = symbol switch { IFieldSymbol { IsConst: true } field => field.Type, ILocalSymbol { IsConst: true } local => local.Type, _ => null };
        if (type?.SpecialType == SpecialType.System_String) return [Change.Replace("text", Text(""))];
        return IsNumeric(type) ? [Change.Replace("constant", ParseExpression($"({expression} + 1)"), Target(expression, model))] : [];
    }

    /// <summary>Something empty or zero instead of a result. Conditions are <see cref="ConditionMutators"/>' business.</summary>
    private static IEnumerable<Change> Returned(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression is LiteralExpressionSyntax or DefaultExpressionSyntax or CollectionExpressionSyntax { Elements.Count: 0 } or ThrowExpressionSyntax)
            yield break;
        var type = model.GetTypeInfo(expression).ConvertedType;
        if (type is null or { SpecialType: SpecialType.System_Boolean or SpecialType.System_Void } or { TypeKind: TypeKind.Error }) yield break;
        if (type.SpecialType == SpecialType.System_String) yield return Change.Replace("result", Text(""));
        else if (type is IArrayTypeSymbol || Implements(type, "IReadOnlyList"))
            yield return Change.Replace("result", CollectionExpression(), type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
        else yield return Change.Replace("result", ParseExpression("default!"));
    }

    private static bool IsReturned(ExpressionSyntax expression) => expression.Parent switch
    {
        ReturnStatementSyntax => true,
        ArrowExpressionClauseSyntax arrow =>
            arrow.Parent is MethodDeclarationSyntax or PropertyDeclarationSyntax or LocalFunctionStatementSyntax or IndexerDeclarationSyntax
                or OperatorDeclarationSyntax,
        _ => false,
    };

    private static bool Implements(ITypeSymbol type, string name) => type.Name == name || type.AllInterfaces.Any(one => one.Name == name);

    private static bool IsNumeric(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_Char and <= SpecialType.System_Double;

    /// <summary>
    /// The number type that a constant converts to, where a choice between two constants (or between a character and a sum) does not do so by itself.
    /// </summary>
    private static string? Target(ExpressionSyntax constant, SemanticModel model)
    {
        var info = model.GetTypeInfo(constant);
        var plain = SymbolEqualityComparer.Default.Equals(info.Type, info.ConvertedType) && info.Type?.SpecialType != SpecialType.System_Char;
        return IsNumeric(info.ConvertedType) && !plain ? info.ConvertedType!.ToDisplayString() : null;
    }

    /// <summary>The room that a collection or buffer begins with.</summary>
    private static bool IsCapacity(ExpressionSyntax expression) =>
        expression.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax } list } &&
        (list.Parent is BaseObjectCreationExpressionSyntax creation
            ? creation is ImplicitObjectCreationExpressionSyntax
                || creation.ToString() is var text
                    && (text.Contains("List<", StringComparison.Ordinal)
                        || text.Contains("Set<", StringComparison.Ordinal)
                        || text.Contains("Dictionary<", StringComparison.Ordinal)
                        || text.Contains("StringBuilder", StringComparison.Ordinal)
                        || text.Contains("Stream", StringComparison.Ordinal))
            : list.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Rent" or "EnsureCapacity" } });

    private static LiteralExpressionSyntax Text(string text) => LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(text));
}
