// SPDX-License-Identifier: GPL-2.0-or-later
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

/**
 * Lucene as an engine, with the commands of engine.h: EnglishAnalyzer that keeps stop words, facets by its facet
 * module (SortedSetDocValues), snippets by UnifiedHighlighter. Its cache of queries is off, since the same queries come
 * again and again here.
 */
public final class LuceneEngine {
  private static final String[] FACETS = {"project", "city", "country", "year"};
  private static final int HITS = 10;
  private static final int ALL_VALUES = 10_000;
  private static final int WARM_UP_DOCUMENTS = 20_000;

  private record Asked(String text, List<String[]> filters) {}

  private final IndexSearcher searcher;
  private final SortedSetDocValuesReaderState facetState;
  private final Analyzer analyzer = analyzer();

  private LuceneEngine(DirectoryReader reader) throws IOException {
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    facetState = new DefaultSortedSetDocValuesReaderState(reader);
  }

  /** Title and text are two values of one field; no phrase runs from the one into the other. */
  private static Analyzer analyzer() {
    Analyzer english = new EnglishAnalyzer(CharArraySet.EMPTY_SET);
    return new AnalyzerWrapper(english.getReuseStrategy()) {
      @Override
      protected Analyzer getWrappedAnalyzer(String field) {
        return english;
      }

      @Override
      public int getPositionIncrementGap(String field) {
        return 100;
      }
    };
  }

  private static FacetsConfig facetsConfig() {
    FacetsConfig config = new FacetsConfig();
    config.setMultiValued("project", true);
    config.setMultiValued("city", true);
    return config;
  }

  private static void index(Path documents, Directory directory, int limit) throws IOException {
    FacetsConfig facets = facetsConfig();
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer()));
        BufferedReader lines = Files.newBufferedReader(documents, StandardCharsets.UTF_8)) {
      int left = limit;
      for (String line = lines.readLine(); line != null && left-- > 0; line = lines.readLine()) {
        String[] cells = line.split("\t", -1);
        Document document = new Document();
        document.add(new StringField("id", cells[0], Field.Store.YES));
        document.add(new TextField("text", cells[1], Field.Store.YES));
        document.add(new TextField("text", cells[2], Field.Store.YES));
        document.add(new StoredField("date", cells[3]));
        for (int facet = 0; facet < FACETS.length; ++facet) {
          if (cells[4 + facet].isEmpty()) continue;
          for (String value : cells[4 + facet].split("\\|")) {
            document.add(new SortedSetDocValuesFacetField(FACETS[facet], value));
          }
        }
        writer.addDocument(facets.build(document));
      }
      writer.commit();
    }
  }

  private Query parse(Asked asked) throws ParseException {
    Query words = asked.text.isEmpty() ? null : new QueryParser("text", analyzer).parse(asked.text);
    if (asked.filters.isEmpty()) return words == null ? new MatchAllDocsQuery() : words;
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    if (words != null) all.add(words, BooleanClause.Occur.MUST);
    for (String[] filter : asked.filters) {
      Term term = new Term(FacetsConfig.DEFAULT_INDEX_FIELD_NAME, FacetsConfig.pathToString(filter[0], new String[] {filter[1]}));
      all.add(new TermQuery(term), BooleanClause.Occur.FILTER);
    }
    return all.build();
  }

  private FacetResult[] count(FacetsCollector collector, int values) throws IOException {
    Facets counts = new SortedSetDocValuesFacetCounts(facetState, collector);
    FacetResult[] results = new FacetResult[FACETS.length];
    for (int facet = 0; facet < FACETS.length; ++facet) results[facet] = counts.getTopChildren(values, FACETS[facet]);
    return results;
  }

  private long search(Asked asked, boolean total, boolean facets, boolean snippets) throws IOException, ParseException {
    Query query = parse(asked);
    if (!total) return searcher.search(query, HITS).scoreDocs.length;
    long check = 0;
    TopDocs top;
    if (facets) {
      FacetsCollector collector = new FacetsCollector();
      top = FacetsCollector.search(searcher, query, HITS, collector);
      for (FacetResult result : count(collector, 10)) check += result == null ? 0 : result.labelValues.length;
    } else {
      TopScoreDocCollector collector = TopScoreDocCollector.create(HITS, Integer.MAX_VALUE);
      searcher.search(query, collector);
      top = collector.topDocs();
    }
    for (ScoreDoc hit : top.scoreDocs) check += searcher.doc(hit.doc).getFields().size();
    if (snippets) {
      for (String snippet : new UnifiedHighlighter(searcher, analyzer).highlight("text", query, top)) {
        check += snippet == null ? 0 : snippet.length();
      }
    }
    return check + top.totalHits.value;
  }

  private String answer(Asked asked) throws IOException, ParseException {
    FacetsCollector collector = new FacetsCollector();
    TopDocs top = FacetsCollector.search(searcher, parse(asked), HITS, collector);
    StringBuilder json = new StringBuilder("{\"total\": " + top.totalHits.value + ", \"facets\": {");
    FacetResult[] results = count(collector, ALL_VALUES);
    for (int facet = 0; facet < FACETS.length; ++facet) {
      json.append(facet > 0 ? ", " : "").append('"').append(FACETS[facet]).append("\": {");
      String separator = "";
      if (results[facet] != null) {
        for (LabelAndValue value : results[facet].labelValues) {
          json.append(separator).append('"').append(value.label).append("\": ").append(value.value);
          separator = ", ";
        }
      }
      json.append('}');
    }
    return json.append("}}").toString();
  }

  private static List<Asked> readQueries(Path path) throws IOException {
    List<Asked> queries = new ArrayList<>();
    for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
      String[] cells = line.split("\t", -1);
      List<String[]> filters = new ArrayList<>();
      for (String filter : cells[2].isEmpty() ? new String[0] : cells[2].split("\\|")) filters.add(filter.split("=", 2));
      queries.add(new Asked(cells[1], filters));
    }
    return queries;
  }

  /** The most that this process held at once. */
  private static long peakBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
    return 0;
  }

  private void serve(List<Asked> queries, PrintStream out) throws IOException, ParseException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
      if (line.equals("answers")) {
        for (Asked query : queries) out.println(answer(query));
        out.println('.');
      } else {
        String mode = line.substring("run ".length());
        boolean snippets = mode.equals("snippets") || mode.equals("page");
        boolean facets = mode.equals("facets") || mode.equals("page");
        boolean total = !mode.equals("top10");
        boolean difference = mode.equals("snippets");
        double[] wall = new double[queries.size()];
        double[] processor = new double[queries.size()];
        long check = 0;
        for (int i = 0; i < wall.length; ++i) {
          // Once more at first, else only the second of the two searches would find warm caches.
          if (difference) check += search(queries.get(i), total, false, false);
          for (boolean with : difference ? new boolean[] {false, true} : new boolean[] {true}) {
            long processorStart = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            check += search(queries.get(i), total, facets, snippets && with);
            double took = (System.nanoTime() - start) / 1e3;
            double processorTook = (threads.getCurrentThreadCpuTime() - processorStart) / 1e3;
            wall[i] = took - wall[i];
            processor[i] = processorTook - processor[i];
          }
        }
        out.println("{\"wall_us\": " + Arrays.toString(wall) + ", \"cpu_us\": " + Arrays.toString(processor) + ", \"check\": " + check + "}");
      }
      out.flush();
    }
  }

  public static void main(String[] arguments) throws IOException, ParseException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    switch (arguments[0]) {
      case "version" -> out.println("Lucene " + Version.LATEST + " (Java " + Runtime.version().feature() + ")");
      case "build" -> {
        Path documents = Path.of(arguments[1]);
        index(documents, new ByteBuffersDirectory(), WARM_UP_DOCUMENTS); // so that the compiler has done its work
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processorStart = process.getProcessCpuTime();
        long start = System.nanoTime();
        try (Directory directory = FSDirectory.open(Path.of(arguments[2]))) {
          index(documents, directory, Integer.MAX_VALUE);
        }
        double took = (System.nanoTime() - start) / 1e9;
        double processor = (process.getProcessCpuTime() - processorStart) / 1e9;
        out.printf(Locale.ROOT, "{\"seconds\": %.6f, \"cpu_seconds\": %.6f, \"peak_bytes\": %d}%n", took, processor, peakBytes());
      }
      case "serve" -> {
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(Path.of(arguments[1])))) {
          new LuceneEngine(reader).serve(readQueries(Path.of(arguments[2])), out);
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    out.flush();
  }
}
