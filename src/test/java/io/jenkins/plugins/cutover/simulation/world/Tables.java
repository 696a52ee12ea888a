package io.jenkins.plugins.cutover.simulation.world;

import java.util.List;

/** The tables of the Runtime API with the columns that matter, in HAProxy's form. */
final class Tables {
    private static final String STAT = "# pxname,svname,type,status,mode,algo,bck,scur,hrsp_1xx,hrsp_2xx,hrsp_3xx,"
            + "hrsp_4xx,hrsp_5xx,hrsp_other,eresp,econ,wretr,wredis,throttle,check_status,check_code,check_fall,"
            + "lastchg,cookie,rtime,ttime,stot,srv_abrt,cli_abrt,bout,qcur\n";
    private static final String STATE =
            "1\n# srv_name srv_addr srv_port srv_uweight srv_iweight srv_check_state srv_fqdn\n";

    private Tables() {}

    static String stat(String backend, List<ServerModel> servers, long unserved) {
        StringBuilder out = new StringBuilder(STAT);
        out.append(backend)
                .append(",BACKEND,1,UP,http,roundrobin,0,0,0,0,0,0,0,0,0,")
                .append(unserved)
                .append(",0,0,,,,,0,,0,0,0,0,0,0,0\n");
        for (ServerModel s : servers) {
            out.append(backend)
                    .append(',')
                    .append(s.name())
                    .append(",2,")
                    .append(s.status())
                    .append(",http,,0,")
                    .append(s.current())
                    .append(",0,")
                    .append(s.answers(2))
                    .append(',')
                    .append(s.answers(3))
                    .append(',')
                    .append(s.answers(4))
                    .append(',')
                    .append(s.answers(5))
                    .append(",0,")
                    .append(s.invalid())
                    .append(",0,0,0,,")
                    .append(s.check())
                    .append(",,2,60,,5,5,")
                    .append(s.attempts())
                    .append(',')
                    .append(s.cutOff())
                    .append(',')
                    .append(s.leftByClients())
                    .append(',')
                    .append(s.bytes())
                    .append(",0\n");
        }
        return out.toString();
    }

    static String state(List<ServerModel> servers) {
        StringBuilder out = new StringBuilder(STATE);
        for (ServerModel s : servers) {
            int colon = s.address().lastIndexOf(':');
            out.append(s.name())
                    .append(' ')
                    .append(s.address(), 0, colon)
                    .append(' ')
                    .append(s.address(), colon + 1, s.address().length())
                    .append(' ')
                    .append(s.weight())
                    .append(' ')
                    .append(s.initialWeight())
                    .append(" 6 -\n");
        }
        return out.toString();
    }
}
