global using Shouldly;
global using Vindex.Statistics.Answers;
global using Vindex.Statistics.Changes;
global using Vindex.Statistics.Questions;
global using Vindex.Statistics.Tests.Support;
global using Xunit;
