package io.isthmus.agent.control;

import java.util.List;
import java.util.Map;

/**
 * Writes maps, lists, strings, numbers and booleans; the agent reads no JSON and has no library.
 */
public final class Json {

  private final StringBuilder text = new StringBuilder();

  private Json() {}

  public static String write(Object value) {
    Json json = new Json();
    json.value(value);
    return json.text.toString();
  }

  private void value(Object value) {
    switch (value) {
      case Map<?, ?> object -> object(object);
      case List<?> array -> array(array);
      case Number number -> text.append(number);
      case Boolean bool -> text.append(bool);
      default -> string(value.toString());
    }
  }

  private void object(Map<?, ?> object) {
    text.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      text.append(separator);
      string(entry.getKey().toString());
      text.append(':');
      value(entry.getValue());
      separator = ",";
    }
    text.append('}');
  }

  private void array(List<?> array) {
    text.append('[');
    String separator = "";
    for (Object item : array) {
      text.append(separator);
      value(item);
      separator = ",";
    }
    text.append(']');
  }

  private void string(String value) {
    text.append('"');
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
