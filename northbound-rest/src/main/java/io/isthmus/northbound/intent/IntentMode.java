package io.isthmus.northbound.intent;

/** What becomes of resources that a document does not name. */
enum IntentMode {
  /** They are removed: the document is the whole intent. */
  REPLACE,
  /** They stay as they are. */
  MERGE
}
