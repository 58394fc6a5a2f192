using Vindex.Server.Portal.Deliveries;
using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Settings.Webhooks;

/// <summary>A webhook in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its description, or its host.</param>
/// <param name="Host">Host of its URL; null if it is polled.</param>
/// <param name="Events">The events it gets, as text.</param>
/// <param name="State">Its state, as text.</param>
/// <param name="StateClass">CSS class.</param>
/// <param name="Since">Time of the last change of state; null for none.</param>
public sealed record WebhookLine(string Id, string Name, string? Host, string Events, string State, string StateClass, Moment? Since);

/// <summary>The page of webhooks.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Webhooks">Oldest first.</param>
/// <param name="PerCompany">How many a company can have.</param>
/// <param name="Types">Types of events.</param>
/// <param name="Form">State of the form.</param>
public sealed record WebhooksModel(SettingsFrame Frame, IReadOnlyList<WebhookLine> Webhooks, int PerCompany, IReadOnlyList<string> Types, FormState Form);

/// <summary>What the form of a webhook shows before anything is typed.</summary>
/// <param name="Url">Its URL.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Types">The types of events it gets; empty for all.</param>
/// <param name="Customers">The customers it is limited to; empty for all.</param>
/// <param name="Projects">Projects, one a line.</param>
/// <param name="FeedbackTypes">Types of feedback, one a line.</param>
/// <param name="Headers">Headers, one a line, with masked values.</param>
/// <param name="Signing">How its requests are signed.</param>
public sealed record WebhookFields(
    string Url, string Description, IReadOnlyList<string> Types, IReadOnlyList<string> Customers, string Projects, string FeedbackTypes, string Headers,
    string Signing);

/// <summary>The delivery of an event in a list.</summary>
/// <param name="EventId">Id of the event.</param>
/// <param name="Href">Its page.</param>
/// <param name="Type">Type of the event.</param>
/// <param name="Word">Status.</param>
/// <param name="Answer">Last response, as text.</param>
/// <param name="Tries">Attempts in this run.</param>
/// <param name="At">When it happened.</param>
/// <param name="Next">Time of the next attempt; null if none is due.</param>
/// <param name="IsOver">Whether it is finished and can be sent again.</param>
public sealed record EventLine(
    string EventId, string Href, string Type, DeliveryStatusText Word, string Answer, int Tries, Moment At, Moment? Next, bool IsOver);

/// <summary>The page of one webhook.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Line">The webhook.</param>
/// <param name="IsPolled">Whether its events are polled.</param>
/// <param name="IsEnabled">Whether events are sent to it.</param>
/// <param name="Fields">What the form shows.</param>
/// <param name="Types">Types of events.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="PublicKey">Its public key; null if it does not sign with it.</param>
/// <param name="PreviousUntil">Until when the keys before sign; null if they do not.</param>
/// <param name="Created">When it was created.</param>
/// <param name="Deliveries">Its deliveries, newest first.</param>
/// <param name="Older">URL of the next page of deliveries; null on the last one.</param>
/// <param name="Newest">URL of the first page of deliveries; null on it.</param>
/// <param name="PollPath">The path that a receiver polls; null if events are sent.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Secret">A new secret to show once; null for none.</param>
public sealed record WebhookModel(
    SettingsFrame Frame,
    WebhookLine Line,
    bool IsPolled,
    bool IsEnabled,
    WebhookFields Fields,
    IReadOnlyList<string> Types,
    IReadOnlyList<(string Id, string Name)> Customers,
    string? PublicKey,
    Moment? PreviousUntil,
    Moment Created,
    IReadOnlyList<EventLine> Deliveries,
    string? Older,
    string? Newest,
    string? PollPath,
    FormState Form,
    string? Secret);

/// <summary>The page of one delivery of a webhook.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Name">Name of the webhook.</param>
/// <param name="Webhook">Page of the webhook.</param>
/// <param name="Line">The delivery.</param>
/// <param name="Run">Number of the current run.</param>
/// <param name="Attempts">Its attempts, newest first.</param>
/// <param name="Body">What every attempt sends.</param>
/// <param name="Form">State of the form.</param>
public sealed record EventModel(
    SettingsFrame Frame, string Name, string Webhook, EventLine Line, int Run, IReadOnlyList<AttemptModel> Attempts, SentBody Body, FormState Form);
