package io.isthmus.northbound.document;

import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/** Takes a body off the wire, up to a size. */
final class BodyReader {
  /** How much too much is read and thrown away, so that the client comes to read the answer. */
  private static final long DRAINED = DataSize.ofMegabytes(32).toBytes();

  private BodyReader() {}

  /** Empty when there is no body. */
  static Optional<Document> read(HttpServletRequest request, DataSize most) throws IOException {
    requireUnencoded(request);
    byte[] bytes = bytes(request, most);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    return Optional.of(new Document(TreeReader.read(decode(bytes), syntax(request))));
  }

  private static byte[] bytes(HttpServletRequest request, DataSize most) throws IOException {
    InputStream body = request.getInputStream();
    byte[] bytes = body.readNBytes(Math.toIntExact(most.toBytes() + 1));
    if (bytes.length > most.toBytes()) {
      drain(body);
      throw ProblemException.of(
          HttpStatus.CONTENT_TOO_LARGE,
          "BODY_TOO_LARGE",
          "the body has more than %d bytes: send less at once, or raise the limit in the controller's configuration"
              .formatted(most.toBytes()));
    }
    return bytes;
  }

  private static void drain(InputStream body) throws IOException {
    byte[] buffer = new byte[65_536];
    long drained = 0;
    int count = body.read(buffer);
    while (count >= 0 && drained < DRAINED) {
      drained += count;
      count = body.read(buffer);
    }
  }

  private static void requireUnencoded(HttpServletRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      throw ProblemException.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "CONTENT_ENCODING_NOT_SUPPORTED",
          "Content-Encoding '%s' is not supported: send the body as it is"
              .formatted(Readings.shortened(encoding)));
    }
  }

  private static String decode(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw ProblemException.of(
          HttpStatus.BAD_REQUEST,
          List.of(
              FieldError.at("", "MALFORMED_BODY", "the body is not UTF-8: encode it as UTF-8")));
    }
  }

  private static Syntax syntax(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.contains("yaml") ? Syntax.YAML : Syntax.JSON;
  }
}
