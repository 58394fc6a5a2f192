global using Shouldly;
global using Xunit;

[assembly: Xunit.AssemblyFixture(typeof(Vindex.Storage.Tests.PostgreSql.SharedCluster))]
