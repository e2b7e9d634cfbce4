package io.isthmus.northbound.access;

import io.isthmus.domain.trust.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The role that a caller of this handler must have. A handler without it is closed to everybody.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  /** The least role that will do. */
  Role value();

  /** Where the caller must have it. */
  Where in() default Where.TENANT;

  /** For which tenants the role has to be granted. */
  enum Where {
    /** For the tenant that the path names, or for all. */
    TENANT,
    /** For all tenants. */
    ALL_TENANTS,
    /** For any tenant, whichever: the handler shows what the caller may see. */
    SOME_TENANT
  }
}
