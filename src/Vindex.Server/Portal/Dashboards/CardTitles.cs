using Vindex.Server.Dashboards;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Dashboards;

/// <summary>Titles of cards in the reader's language. A title that someone entered stays as it is.</summary>
internal static class CardTitles
{
    /// <summary>The title of a card.</summary>
    public static string Of(DashboardCard card) => card.Title.Length > 0 ? card.Title : Translated(card.ShownTitle);

    /// <summary>The usual title of a kind of card.</summary>
    public static string Of(CardKind kind) => Translated(kind.Title);
}
