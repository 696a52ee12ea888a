package io.jenkins.plugins.cutover.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Ends an answer after {@link #BYTES}. The SDK itself has no limit: what answers in place of AWS could fill the memory. */
final class AnswerLimit implements ExecutionInterceptor {
    /** A page of GetMetricData with one series has less than 100 kB. */
    static final int BYTES = 4 << 20;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responseBody().map(Limited::new);
    }

    private static final class Limited extends FilterInputStream {
        private int left = BYTES;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int found = in.read();
            count(found < 0 ? 0 : 1);
            return found;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int found = in.read(bytes, offset, length);
            count(found);
            return found;
        }

        private void count(int found) throws IOException {
            left -= Math.max(found, 0);
            if (left < 0) {
                throw new IOException("the answer has more than " + BYTES + " bytes");
            }
        }
    }
}
