package io.isthmus.db;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** What is kept in {@code jsonb} columns. Independent of how the API writes the same values. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(String.class, new StorableText()))
          // JSON has one kind of integer; what goes in as int or long comes out as long.
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          // So that an older replica reads what a newer one wrote.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static <T> List<T> readList(String json, Class<T> type) {
    return MAPPER.readerForListOf(type).readValue(json);
  }

  static Map<String, Object> readMap(String json) {
    return MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {});
  }

  private static final class StorableText extends ValueSerializer<String> {
    @Override
    public void serialize(String value, JsonGenerator json, SerializationContext context) {
      json.writeString(Sql.text(value));
    }
  }
}
