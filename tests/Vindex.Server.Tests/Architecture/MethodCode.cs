using System.Reflection;
using System.Reflection.Emit;

namespace Vindex.Server.Tests.Architecture;

/// <summary>The instructions of a method.</summary>
internal static class MethodCode
{
    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Each instruction with the token of its operand; 0 for an operand that is none.</summary>
    public static IEnumerable<(OpCode Code, int Token)> Read(byte[] code)
    {
        for (var i = 0; i < code.Length;)
        {
            var opCode = code[i] == 0xFE ? s_opCodes[(short)(0xFE00 | code[i + 1])] : s_opCodes[code[i]];
            i += opCode.Size;
            var size = Size(opCode.OperandType, code, i);
            yield return (opCode, size == 4 ? BitConverter.ToInt32(code, i) : 0);
            i += size;
        }
    }

    private static int Size(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
