using System.Globalization;
using System.Text.Json;

namespace Vindex.Server.Feedback.Model;

/// <summary>Reads timestamps like pydantic 2: ISO 8601 with or without an offset (default UTC), a date (its midnight), or a Unix time.</summary>
internal static class ModelTime
{
    // Larger Unix times are milliseconds (pydantic's limit, the year 2603 in seconds).
    private const double Watershed = 2e10;
    private const string Parsing = "datetime_from_date_parsing";

    /// <summary>The instant, or type and message of the error.</summary>
    public static (DateTimeOffset? Time, string? Type, string? Message) Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number) return FromUnix(element.GetDouble());
        if (element.ValueKind != JsonValueKind.String) return (null, "datetime_type", "Input should be a valid datetime");
        var text = element.GetString()!.Trim();
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return FromUnix(number);
        return TryParse(text, out var time, out var error)
            ? (time, null, null)
            : (null, Parsing, $"Input should be a valid datetime or date, {error}");
    }

    /// <summary>Reads ISO 8601; fractions of a second are cut to 100 ns.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time, out string error)
    {
        time = default;
        error = "";
        if (text.Length < 10)
        {
            error = "input is too short";
            return false;
        }

        if (!Digits(text[..4], out var year)) error = "invalid character in year";
        else if (text[4] != '-' || text[7] != '-') error = "invalid date separator, expected `-`";
        else if (!Digits(text.Slice(5, 2), out _)) error = "invalid character in month";
        else if (!Digits(text.Slice(8, 2), out _)) error = "invalid character in day";
        if (error.Length > 0) return false;
        Digits(text.Slice(5, 2), out var month);
        Digits(text.Slice(8, 2), out var day);
        if (month is < 1 or > 12) error = "month value is outside expected range of 1-12";
        else if (year < 1) error = "year 0 is out of range";
        else if (day < 1 || day > DateTime.DaysInMonth(year, month)) error = "day value is outside expected range";
        if (error.Length > 0) return false;
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (!TryParseClock(text[10..], out var clock, out var offset, out error)) return false;
        var ticks = date.Ticks + clock.Ticks - offset.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            error = "the time is outside the years 1 to 9999";
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryParseClock(ReadOnlySpan<char> text, out TimeSpan clock, out TimeSpan offset, out string error)
    {
        clock = offset = default;
        error = "";
        if (text.IsEmpty) return true;
        if (text[0] is not ('T' or 't' or ' ' or '_')) error = "invalid datetime separator, expected `T`, `t`, `_` or space";
        else if (text.Length < 6) error = "input is too short";
        else if (!Digits(text.Slice(1, 2), out var hour)) error = "invalid character in hour";
        else if (text[3] != ':') error = "invalid time separator, expected `:`";
        else if (!Digits(text.Slice(4, 2), out var minute)) error = "invalid character in minute";
        else if (hour > 23) error = "hour value is outside expected range of 0-23";
        else if (minute > 59) error = "minute value is outside expected range of 0-59";
        else return TryParseSeconds(text[6..], new TimeSpan(hour, minute, 0), out clock, out offset, out error);
        return false;
    }

    private static bool TryParseSeconds(ReadOnlySpan<char> text, TimeSpan start, out TimeSpan clock, out TimeSpan offset, out string error)
    {
        clock = start;
        offset = default;
        error = "";
        if (text is [':', ..])
        {
            if (text.Length < 3 || !Digits(text.Slice(1, 2), out var second)) error = "invalid character in second";
            else if (second > 59) error = "second value is outside expected range of 0-59";
            if (error.Length > 0) return false;
            Digits(text.Slice(1, 2), out var seconds);
            clock += TimeSpan.FromSeconds(seconds);
            text = text[3..];
            if (text is ['.' or ',', ..])
            {
                var length = 1;
                long ticks = 0;
                for (; length < text.Length && char.IsAsciiDigit(text[length]); length++)
                {
                    if (length <= 7) ticks = (ticks * 10) + (text[length] - '0');
                }

                if (length == 1)
                {
                    error = "second fraction is missing";
                    return false;
                }

                for (var digits = length - 1; digits < 7; digits++) ticks *= 10;
                clock += TimeSpan.FromTicks(ticks);
                text = text[length..];
            }
        }

        return TryParseOffset(text, out offset, out error);
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset, out string error)
    {
        offset = default;
        error = "";
        if (text is [] or ['Z' or 'z']) return true;
        var sign = text[0] switch { '+' => 1, '-' or '\u2212' => -1, _ => 0 };
        Span<char> digits = stackalloc char[4];
        var hasColon = text.Length == 6 && text[3] == ':';
        if (sign == 0) error = "unexpected extra characters at the end of the input";
        else if (!hasColon && text.Length is not (3 or 5)) error = "invalid timezone offset";
        if (error.Length > 0) return false;
        text.Slice(1, 2).CopyTo(digits);
        (text.Length == 3 ? "00" : text[^2..]).CopyTo(digits[2..]);
        if (!Digits(digits[..2], out var hours) || !Digits(digits[2..], out var minutes)) error = "invalid timezone sign";
        else if (hours > 23 || minutes > 59) error = "timezone offset must be less than 24 hours";
        else offset = sign * new TimeSpan(hours, minutes, 0);
        return error.Length == 0;
    }

    private static (DateTimeOffset? Time, string? Type, string? Message) FromUnix(double number)
    {
        var seconds = Math.Abs(number) > Watershed ? number / 1000 : number;
        var ticks = (seconds * TimeSpan.TicksPerSecond) + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks < DateTime.MaxValue.Ticks
            ? (DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * 1e6) * TimeSpan.TicksPerMicrosecond), null, null)
            : (null, Parsing, "Input should be a valid datetime or date, dates after 9999 are not supported as unix timestamps");
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
